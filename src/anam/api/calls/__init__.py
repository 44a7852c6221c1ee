"""The calls, by what they are about: each reads, calls one action, and answers."""
