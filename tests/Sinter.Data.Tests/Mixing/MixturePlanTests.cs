using Sinter.Data.Inputs;
using Sinter.Data.Mixing;

namespace Sinter.Data.Tests.Mixing;

public sealed class MixturePlanTests
{
    private static MixtureSource Named(string name) => new() { Name = name, Inputs = [new InputFile(name, 1, static () => Stream.Null)] };

    private static MixturePart Sized(int source, long documents, string group = "") => new(source, group, documents, documents * 10, documents * 3);

    private static MixtureSpec Spec(params MixtureSource[] sources) => new() { Sources = sources, Unit = MixtureUnit.Documents };

    [Fact]
    public void WeightsAreSharesOfTheBudget()
    {
        var plan = MixturePlan.Of(Spec(Named("a") with { Weight = 3 }, Named("b") with { Weight = 1 }) with { Budget = 400 }, [Sized(0, 1000), Sized(1, 1000)]);
        plan.Parts.Select(static part => part.Wanted).ShouldBe([300, 100]);
        plan.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.0)]
    public void TemperatureFollowsItsFormula(double alpha)
    {
        long[] sizes = [1_000_000, 50_000, 3_000];
        var plan = MixturePlan.Of(
            Spec(Named("a"), Named("b"), Named("c")) with { Budget = 9_000, Alpha = alpha },
            [.. sizes.Select((size, i) => Sized(i, size))]);
        var sum = sizes.Sum(size => Math.Pow(size, alpha));
        for (var i = 0; i < sizes.Length; i++)
        {
            ((double)plan.Parts[i].Wanted).ShouldBe(9_000 * Math.Pow(sizes[i], alpha) / sum, 1);
        }

        plan.Parts.Sum(static part => part.Wanted).ShouldBe(9_000);
    }

    [Fact]
    public void GroupsOfASourceShareItByTheirSizes()
    {
        var plan = MixturePlan.Of(
            Spec(Named("a") with { GroupBy = "language", Share = 0.5 }, Named("b") with { Weight = 1 }) with { Budget = 2_000, Alpha = 0.5 },
            [Sized(0, 8_100, "en"), Sized(1, 5_000), Sized(0, 100, "is")]);
        plan.Parts.Select(static part => part.Wanted).ShouldBe([900, 1_000, 100]);
    }

    [Fact]
    public void EqualWeightsWithACapAreUniMax()
    {
        // Chung et al.: languages from the smallest up, each the rest of the budget divided by the languages left, at most N epochs.
        long[] sizes = [10, 40, 100, 1_000];
        const double epochs = 2;
        var left = 700.0;
        var expected = new double[sizes.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            expected[i] = Math.Min(left / (sizes.Length - i), epochs * sizes[i]);
            left -= expected[i];
        }

        var plan = MixturePlan.Of(
            Spec([.. sizes.Select((_, i) => Named("s" + i) with { Weight = 1 })]) with { Budget = 700, MaximumEpochs = epochs },
            [.. sizes.Select((size, i) => Sized(i, size))]);
        plan.Parts.Select(static part => (double)part.Wanted).ShouldBe(expected);
        plan.Parts.Select(static part => part.IsExhausted).ShouldBe([true, true, false, false]);
        plan.Warnings.Count.ShouldBe(2);
        plan.Warnings[0].ShouldContain("'s0' was to give 175 documents and holds 10");
    }

    [Fact]
    public void WithoutABudgetNothingIsRepeated()
    {
        var plan = MixturePlan.Of(Spec(Named("a") with { Weight = 3 }, Named("b") with { Weight = 1 }), [Sized(0, 600), Sized(1, 1000)]);
        plan.Parts.Select(static part => part.Wanted).ShouldBe([600, 200]);
        plan.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void EpochsAreReadWhateverTheOthersTake()
    {
        var plan = MixturePlan.Of(Spec(Named("a") with { Epochs = 2.5 }, Named("b")) with { Budget = 1_000 }, [Sized(0, 100), Sized(1, 5_000)]);
        plan.Parts.Select(static part => part.Wanted).ShouldBe([250, 750]);
        plan.Parts[0].WholeEpochs.ShouldBe(2);
    }

    [Fact]
    public void SharesWithEpochsAloneMakeAWhole()
    {
        var plan = MixturePlan.Of(Spec(Named("a") with { Share = 0.75 }, Named("b") with { Epochs = 1 }), [Sized(0, 1_000), Sized(1, 100)]);
        plan.Parts.Select(static part => part.Wanted).ShouldBe([300, 100]);
    }

    [Fact]
    public void RoundedPartsAddUpToTheBudget()
    {
        for (var budget = 1; budget <= 50; budget++)
        {
            var plan = MixturePlan.Of(Spec([.. Enumerable.Range(0, 7).Select(static i => Named("s" + i) with { Weight = i + 1 })]) with { Budget = budget }, [.. Enumerable.Range(0, 7).Select(static i => Sized(i, 1000))]);
            plan.Parts.Sum(static part => part.Wanted).ShouldBe(budget);
        }
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "negative", "The weight of 'a' is -1; expected 0 or more." },
        { "zeros", "All weights are 0; give at least one source a weight above 0." },
        { "shares", "The shares add up to 1.2; expected at most 1." },
        { "under", "The shares add up to 0.5 and no other source takes the rest; expected 1." },
        { "full", "The shares add up to 1, which leaves nothing for 'b'; lower a share or give that source one." },
        { "mixed", "The source 'b' has no weight while others have; give it a weight, a share or epochs." },
        { "both", "The source 'a' has more than one of weight, share and epochs; keep one of them." },
        { "twice", "Two sources are named 'a'; give each a name of its own." },
        { "name", "A source is named '2'; expected at most 64 letters, digits, '-', '_' and '.', beginning with a letter." },
        { "budget", "The budget asks for 900 documents where the sources hold 800 in 4 epochs; lower the budget or raise the maximum of epochs." },
        { "small", "Shares and epochs ask for 150 documents, and the budget is 100; raise the budget or lower them." },
        { "none", "The mixture has no sources; name at least one." },
        { "empty", "The source 'b' holds no documents; check its inputs, or leave it out." },
        { "inputs", "The source 'a' has no inputs; name at least one file." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WhatIsWrongIsToldInOneSentence(string what, string sentence)
    {
        var (a, b) = (Named("a"), Named("b"));
        var spec = what switch
        {
            "negative" => Spec(a with { Weight = -1 }, b),
            "zeros" => Spec(a with { Weight = 0 }, b with { Weight = 0 }),
            "shares" => Spec(a with { Share = 0.6 }, b with { Share = 0.6 }),
            "under" => Spec(a with { Share = 0.5 }),
            "full" => Spec(a with { Share = 1 }, b),
            "mixed" => Spec(a with { Weight = 1 }, b),
            "both" => Spec(a with { Weight = 1, Epochs = 1 }, b),
            "twice" => Spec(a, a),
            "name" => Spec(a with { Name = "2" }),
            "budget" => Spec(a, b) with { Budget = 900 },
            "small" => Spec(a with { Epochs = 1.5 }, b) with { Budget = 100 },
            "none" => Spec(),
            "inputs" => Spec(a with { Inputs = [] }),
            _ => Spec(a, b),
        };
        Should.Throw<InvalidDataException>(() => MixturePlan.Of(spec, what == "empty" ? [Sized(0, 100)] : [Sized(0, 100), Sized(1, 100)])).Message.ShouldBe(sentence);
    }
}
