__version__ = "@@version@@"
