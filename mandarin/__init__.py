"""Spoken Mandarin into values, and values into speech; plain Python, no Rasa."""
