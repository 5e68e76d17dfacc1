"""What goes out: plan, run, check, render, letters, gallery. Never opens the reports."""
