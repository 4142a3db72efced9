"""The part of a generated package that is the same in every one of them."""
