"""What is published under `data/`, one serialiser per file."""
