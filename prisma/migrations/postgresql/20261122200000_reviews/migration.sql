-- CreateTable
CREATE TABLE "ChangeReview" (
    "id" TEXT NOT NULL,
    "changeId" TEXT NOT NULL,
    "headSha" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "ChangeReview_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ChangeReview_state_idx" ON "ChangeReview"("state");

-- CreateIndex
CREATE UNIQUE INDEX "ChangeReview_changeId_headSha_key" ON "ChangeReview"("changeId", "headSha");
