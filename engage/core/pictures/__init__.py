"""Where things stand in charts: pure arithmetic in percent of a picture's width, which components then draw."""
