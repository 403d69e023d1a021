"""A one-time code is good once: the counter of the last one taken is kept."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('users') as batch_op:
        batch_op.add_column(sa.Column('tf_last_counter', sa.BigInteger().with_variant(sa.Integer(), 'sqlite')))


def downgrade() -> None:
    with op.batch_alter_table('users') as batch_op:
        batch_op.drop_column('tf_last_counter')
