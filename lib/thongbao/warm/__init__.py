"""Run jobs in fresh processes. Knows nothing of bulletins."""
