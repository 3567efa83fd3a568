"""Our components, as template tags; templates load them all by `{% load ui %}`.

The page /komponenter/ shows every one of them in use.
"""
