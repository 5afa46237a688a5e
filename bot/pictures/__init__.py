"""Small charts: `drawing.py` makes SVG of figures, `rendering.py` makes a picture of the SVG."""
