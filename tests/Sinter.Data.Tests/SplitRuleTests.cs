namespace Sinter.Data.Tests;

public sealed class SplitRuleTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 20_000).Select(i => $"document-{i}")];

    [Fact]
    public void The_shares_are_those_that_were_asked_for()
    {
        var rule = new SplitRule(validationShare: 0.1, testShare: 0.05);
        var counts = Ids.CountBy(rule.Of).ToDictionary();

        ((double)counts[Split.Validation] / Ids.Length).ShouldBe(0.1, 0.01);
        ((double)counts[Split.Test] / Ids.Length).ShouldBe(0.05, 0.01);
    }

    [Fact]
    public void A_document_stays_where_it_is_whatever_else_there_is()
    {
        // Values computed once: a change of the rule would move documents from test to train between versions.
        var rule = new SplitRule(0.3, 0.3);

        Ids.Take(8).Select(rule.Of).ShouldBe(
            [Split.Validation, Split.Test, Split.Test, Split.Train, Split.Train, Split.Validation, Split.Train, Split.Validation]);
    }

    [Fact]
    public void A_larger_share_takes_from_train_only()
    {
        var small = new SplitRule(0.05, 0.05);
        var large = new SplitRule(0.2, 0.3);

        foreach (var id in Ids)
        {
            if (small.Of(id) is not Split.Train and var split)
            {
                large.Of(id).ShouldBe(split);
            }
        }
    }

    [Theory]
    [InlineData("M:System.String.Join(System.String,System.String[])", "M:System.String.Join``1(System.Char,System.Collections.Generic.IEnumerable{``0})")]
    [InlineData("M:System.String.Join(System.Char,System.String[])", "M:System.String.Join(System.Char,System.String[]) in Other.Ref/1.0/ref/x.xml")]
    [InlineData("M:A.B.op_Implicit(A.B)~System.Int32", "M:A.B.op_Implicit(A.B)~System.Int64")]
    [InlineData("P:A.B.Item(System.Int32)", "P:A.B.Item(System.String)")]
    public void Overloads_are_on_one_side(string one, string other)
    {
        // At such shares two different names are on different sides almost always.
        for (var share = 0.02; share < 0.98; share += 0.02)
        {
            var rule = new SplitRule(share, 0.01);
            rule.Of(one).ShouldBe(rule.Of(other));
        }
    }

    [Fact]
    public void Addresses_with_parentheses_are_documents_of_their_own()
    {
        var rule = new SplitRule(0.5, 0.1);

        Enumerable.Range(0, 50).Select(i => rule.Of($"https://a.example/Film_({i})")).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(-0.1, 0.1)]
    [InlineData(0.5, 0.5)]
    [InlineData(double.NaN, 0)]
    public void Shares_that_leave_nothing_to_train_on_are_refused(double validation, double test) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SplitRule(validation, test)).Message.ShouldContain("less than 1 together");
}
