"""On the phone: the manifest, the service worker, the pages without connection, and what is left there."""
