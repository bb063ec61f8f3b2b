from . import (
    admission,
    identity_documents,
    keys,
    opening_hours,
    pass_code,
    transaction,
)
