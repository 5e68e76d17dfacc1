"""Imported last by the server of fresh processes: what it has loaded stays, and stays shared.

The garbage collector would write into every object it visits, and each write of a forked process copies a page.
"""

import gc

from thongbao.warm.memory import give_back

gc.collect()
give_back()
gc.freeze()
