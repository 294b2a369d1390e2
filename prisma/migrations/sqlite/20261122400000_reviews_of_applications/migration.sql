-- What a model is asked about may be an application as well as a change.

-- CreateTable
CREATE TABLE "Review" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "revision" INTEGER NOT NULL
);

INSERT INTO "Review" ("id", "subjectKind", "subjectId", "version", "state", "body", "createdAt", "updatedAt", "revision")
SELECT "id", 'change', "changeId", "headSha", "state", "body", "createdAt", "updatedAt", "revision"
FROM "ChangeReview";

-- DropTable
DROP TABLE "ChangeReview";

-- CreateIndex
CREATE INDEX "Review_state_idx" ON "Review"("state");

-- CreateIndex
CREATE UNIQUE INDEX "Review_subjectKind_subjectId_version_key" ON "Review"("subjectKind", "subjectId", "version");
