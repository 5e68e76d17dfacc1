"""What an analyst works at: the live preview, JupyterLab's menu entries, and the filter of what is committed."""
