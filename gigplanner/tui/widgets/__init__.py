"""The program's own widgets: they are given plain values, draw them, and post messages."""
