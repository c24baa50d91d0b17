-- The poster (海报) that an inviter's own code is drawn into; null: the code stands for itself.
alter table referral.campaign add column poster_id uuid;
