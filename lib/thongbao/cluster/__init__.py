"""Editions on several machines: dask.distributed hands them out, and what they give comes back to be published here."""
