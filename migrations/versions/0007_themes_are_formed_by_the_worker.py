"""Themes are formed anew by the worker on a person's wish, and those that staff deleted are not proposed again."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'theme_runs',
        sa.Column('consultation_id', _ID, nullable=False),
        sa.Column('placed', _ID, nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('built_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('attempts', _ID, nullable=False),
        sa.Column('last_error', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ['consultation_id'], ['consultations.id'], name=op.f('fk_theme_runs_consultation_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('consultation_id', name=op.f('pk_theme_runs')),
    )
    op.create_index(op.f('ix_theme_runs_state'), 'theme_runs', ['state'])
    op.create_table(
        'refused_themes',
        sa.Column('input_id', _ID, nullable=False),
        sa.Column('label', sa.String(length=120), nullable=False),
        sa.Column('consultation_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ['consultation_id'],
            ['consultations.id'],
            name=op.f('fk_refused_themes_consultation_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['input_id'], ['inputs.id'], name=op.f('fk_refused_themes_input_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('input_id', 'label', name=op.f('pk_refused_themes')),
    )
    op.create_index(op.f('ix_refused_themes_consultation_id'), 'refused_themes', ['consultation_id'])


def downgrade() -> None:
    op.drop_table('refused_themes')
    op.drop_table('theme_runs')
