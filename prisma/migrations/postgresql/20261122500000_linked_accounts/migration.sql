-- AlterTable
ALTER TABLE "Account" ADD COLUMN "ownerId" TEXT;

-- CreateIndex
CREATE INDEX "Account_ownerId_idx" ON "Account"("ownerId");

-- What was begun before is a sign-in with the forge of sign-ins.
ALTER TABLE "PendingSignIn" ADD COLUMN "forgeId" TEXT NOT NULL DEFAULT '';
ALTER TABLE "PendingSignIn" ADD COLUMN "accountId" TEXT;
