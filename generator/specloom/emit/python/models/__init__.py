"""The pages under `models`: types, records, unions, and their input forms.

May import `names` and `printing`.
"""
