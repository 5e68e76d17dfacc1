"""An office's settings as files: read, checked, and described for editors."""
