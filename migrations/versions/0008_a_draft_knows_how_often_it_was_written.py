"""A draft knows how often it was written: whoever writes it says which of them was read, and no row need be locked."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('drafts') as batch_op:  # the default is for the code before this, if it still runs
        batch_op.add_column(sa.Column('revision', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('drafts') as batch_op:
        batch_op.drop_column('revision')
