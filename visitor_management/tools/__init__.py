from . import (
    admission,
    identity_documents,
    keys,
    opening_hours,
    paper,
    pass_code,
    qr_code,
    transaction,
)
