"""Imported last by the server of fresh processes: what it has loaded stays, and stays shared.

The garbage collector would write into every object it visits, and each write of a forked process copies a page.
"""

import gc

gc.collect()
gc.freeze()
