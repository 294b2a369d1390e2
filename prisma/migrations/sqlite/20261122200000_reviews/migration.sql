-- CreateTable
CREATE TABLE "ChangeReview" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "changeId" TEXT NOT NULL,
    "headSha" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "revision" INTEGER NOT NULL
);

-- CreateIndex
CREATE INDEX "ChangeReview_state_idx" ON "ChangeReview"("state");

-- CreateIndex
CREATE UNIQUE INDEX "ChangeReview_changeId_headSha_key" ON "ChangeReview"("changeId", "headSha");
