"""What has come to an end of a batch of messages is counted once, and kept with the batch."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    counts = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql')
    with op.batch_alter_table('message_batches') as batch_op:  # the defaults are for the code before this, if it still runs
        batch_op.add_column(sa.Column('counted_to', number, nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('counts', counts, nullable=False, server_default='{}'))


def downgrade() -> None:
    with op.batch_alter_table('message_batches') as batch_op:
        batch_op.drop_column('counts')
        batch_op.drop_column('counted_to')
