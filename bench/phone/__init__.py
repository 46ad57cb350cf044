"""What a telephone call takes and how it feels: `.venv-phone/bin/python -m bench.phone`."""
