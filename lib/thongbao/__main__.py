"""Run the command line with ``python -m thongbao``."""

from thongbao.cli import main

if __name__ == "__main__":
    main()
