using Sinter.Data.Lineage;

namespace Sinter.Data.Tests.Lineage;

public sealed class DocumentFamilyTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "a~2", true)]
    [InlineData("a", "a#1~2", true)]
    [InlineData("a", "ab", false)]
    [InlineData("a~2", "a", false)]
    [InlineData("a", "b~a", false)]
    [InlineData("file.jsonl#1", "file.jsonl#12", false)]
    public void CopiesAndPartsAreOfTheFamily(string document, string id, bool expected) => DocumentFamily.Holds(document, id).ShouldBe(expected);

    [Theory]
    [InlineData("a", 0)]
    [InlineData("a12", 0)]
    [InlineData("a~2", 1)]
    [InlineData("a~~31", 2)]
    [InlineData("a~b2", 0)]
    [InlineData("~", 0)]
    [InlineData("12", 0)]
    public void TheDepthOfACopyIsCounted(string id, int depth) => DocumentFamily.CopyDepth(id).ShouldBe(depth);

    [Fact]
    public void ACopyOfACopyIsNamedLikeNoCopy() =>
        new[] { DocumentFamily.CopyId("a", 2, 1), DocumentFamily.CopyId("a", 2, 2), DocumentFamily.CopyId("a~2", 2, 2), DocumentFamily.CopyId("a", 1, 1) }.ShouldBe(["a~2", "a~~2", "a~2~~2", "a"]);
}
