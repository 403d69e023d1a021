"""The web server's door."""

import gc

from engage.app import create_app

app = create_app()
# what has been made by now stays for good: looking through it for garbage cost a tenth of every request
gc.collect()
gc.freeze()
