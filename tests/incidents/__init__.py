"""Compromised releases of real projects, re-enacted on small projects of our own invention.

Every incident of the table in the README is a folder of source trees: `previous`, then what the
bad release changed. `build` turns them into archives and registry metadata; `expected.toml` says
what an administrator must get, and on which line the evidence stands. All of it is inert: hosts
end in .invalid or .example.
"""
