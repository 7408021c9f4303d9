"""What an auditor looks for (domain §7): a list of functions over the events, each with its sentence.

`listed` is the list; a room for each subject holds its functions. They read what the events say and nothing else: what
claims to prove trusts no register.
"""
