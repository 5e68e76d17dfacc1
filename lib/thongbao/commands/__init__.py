"""The commands, one file each.

What a command needs is imported inside it: `thongbao --help` must not wait for pandas and papermill.
"""
