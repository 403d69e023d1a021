"""Every commit stamps the tables it wrote to, so that pages made from them can be kept."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'table_changes',
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('stamp', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_table_changes')),
    )


def downgrade() -> None:
    op.drop_table('table_changes')
