from . import (
    admission,
    client_kpis,
    identity_documents,
    images,
    keys,
    opening_hours,
    paper,
    pass_code,
    picture_field,
    qr_code,
    rate_field,
    transaction,
)
