"""The learnt reader's corpus, training and measurements."""
