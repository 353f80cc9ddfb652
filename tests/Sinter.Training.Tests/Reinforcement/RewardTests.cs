using System.Diagnostics;
using Sinter.Training.Reinforcement;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Training.Tests.Reinforcement;

public sealed class RewardTests
{
    [Theory]
    [InlineData("46", "46", 1)]
    [InlineData("The answer is 46.", "46", 1)]
    [InlineData("12 + 34 makes 46", "46", 1)]
    [InlineData("46 and then 47", "46", 0)]
    [InlineData("1,000", "1000", 1)]
    [InlineData("1000.0", "1,000", 1)]
    [InlineData("046", "46", 1)]
    [InlineData("146", "46", 0)]
    [InlineData("-46", "46", 0)]
    [InlineData("= -46", "-46", 1)]
    [InlineData("12-46", "46", 1)]
    [InlineData("costs $46", "46", 1)]
    [InlineData("3.5 km", "3.50", 1)]
    [InlineData("", "46", 0)]
    [InlineData("forty-six", "46", 0)]
    [InlineData("99999999999999999999999999999999999999", "46", 0)]
    [InlineData("  New \n york. ", "new York", 1)]
    [InlineData("York", "New York", 0)]
    public void The_last_number_or_the_whole_text_is_the_answer(string text, string answer, double expected) => new ExactAnswer().Score(Case(text, answer)).ShouldBe(expected);

    [Theory]
    [InlineData("First 3.\n#### 46\n", "46", 1)]
    [InlineData("#### 3 no, wait\n#### 46", "Because.\n#### 46", 1)]
    [InlineData("The answer is 46", "46", 0)]
    [InlineData("####", "46", 0)]
    [InlineData("#### forty six", "Forty  Six", 1)]
    public void Behind_a_marker_stands_the_answer(string text, string answer, double expected) => new ExactAnswer("####").Score(Case(text, answer)).ShouldBe(expected);

    [Fact]
    public void A_prompt_without_an_answer_cannot_be_judged()
        => Should.Throw<InvalidDataException>(() => new ExactAnswer().Score(Case("46", null))).Message.ShouldBe("The prompt '12+34=' has no right answer to compare with; give each prompt one or choose another reward.");

    [Fact]
    public void A_pattern_is_found_or_takes_all()
    {
        new RegexReward("[0-9]+").Score(Case("a 12 b")).ShouldBe(1);
        new RegexReward("[0-9]+").Score(Case("none")).ShouldBe(0);
        new RegexReward("[0-9]+", whole: true).Score(Case("a 12 b")).ShouldBe(0);
        new RegexReward("<think>.*</think>[0-9]+", whole: true).Score(Case("<think>a\nb</think>12")).ShouldBe(1);
        new RegexReward("1|2", whole: true).Score(Case("12")).ShouldBe(0);
        Should.Throw<ArgumentException>(() => new RegexReward("(")).Message.ShouldStartWith("The reward's pattern '(' is no regular expression:");
    }

    [Fact]
    public void A_pattern_that_runs_away_is_stopped()
    {
        var reward = new RegexReward("^(a+)+$");
        var watch = Stopwatch.StartNew();

        reward.Score(Case(new string('a', 40) + "b")).ShouldBe(0);

        reward.TimedOut.ShouldBe(1);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Length_and_its_penalty_are_straight_lines()
    {
        double[] Scores(RewardRule reward, params int[] tokens) => [.. tokens.Select(count => reward.Score(Case("") with { Tokens = count }))];

        Scores(new LengthReward(4), 0, 1, 4, 6, 8, 20).ShouldBe([0, 0.25, 1, 0.5, 0, 0]);
        Scores(new OverlongPenalty(10, 4), 1, 6, 7, 8, 10, 99).ShouldBe([0, 0, -0.25, -0.5, -1, -1]);
        new OverlongPenalty(10, 4).Score(Case("") with { IsEnded = false }).ShouldBe(-1);
        Should.Throw<ArgumentException>(() => new LengthReward(0)).Message.ShouldContain("1 or more");
        Should.Throw<ArgumentException>(() => new OverlongPenalty(10, 11)).Message.ShouldContain("between 1 and the limit");
    }

    [Fact]
    public void Rewards_add_up_by_weight()
    {
        var reward = RewardFactory.Parse("exact", "0.5*format:[0-9]+", "-0.1*length:2");

        reward.Score([Case("46", "46"), Case("x46", "46")]).ShouldBe([1.45, 1], 1e-12);
        reward.IsRight(Case("46", "46")).ShouldBe(true);
        reward.IsRight(Case("x", "46")).ShouldBe(false);
        reward.Name.ShouldBe("1*exact+0.5*format:[0-9]++-0.1*length:2");
        RewardFactory.Parse("length:2").IsRight(Case("46", "46")).ShouldBeNull();
    }

    [Fact]
    public void A_function_of_whole_texts_is_a_reward()
    {
        var seen = new List<string>();
        var reward = new ScorerReward("model", texts =>
        {
            seen.AddRange(texts);
            return [.. texts.Select(static text => (float)text.Length)];
        });

        RewardScores.Of(reward, [Case("46"), Case("")]).ShouldBe([8, 6]);
        seen.ShouldBe(["12+34=46", "12+34="]);
        Should.Throw<InvalidDataException>(() => RewardScores.Of(new ScorerReward("short", static _ => [1f]), [Case(""), Case("")])).Message.ShouldBe("The reward 'short' gave 1 numbers for 2 answers; it must give one for each.");
    }

    [Fact]
    public void A_class_of_a_users_library_is_a_reward()
    {
        var library = typeof(RewardTests).Assembly.Location;

        RewardFactory.Parse($"2*{library}:{typeof(CountingReward).FullName}").Score([Case("3433")]).ShouldBe([1.0]);
    }

    [Fact]
    public void A_library_that_has_no_such_reward_is_told()
    {
        var library = typeof(RewardTests).Assembly.Location;

        Should.Throw<FileNotFoundException>(() => RewardFactory.Parse("none.dll:Sum")).Message.ShouldStartWith("There is no library 'none.dll' to take the reward 'Sum' from;");
        Should.Throw<InvalidDataException>(() => RewardFactory.Load(library, "Sum")).Message.ShouldContain("its rewards are");
        Should.Throw<InvalidDataException>(() => RewardFactory.Load(library, typeof(RewardTests).FullName!)).Message.ShouldContain("is no reward; it must implement Sinter.Training.Reinforcement.Rewards.IReward");
        Should.Throw<InvalidDataException>(() => RewardFactory.Load(library, typeof(FailingReward).FullName!)).Message.ShouldEndWith("could not be made: no");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.dll"), "no library");
        Should.Throw<InvalidDataException>(() => RewardFactory.Load(folder.File("text.dll"), "Sum")).Message.ShouldContain("cannot be loaded as a .NET library");
    }

    [Fact]
    public void A_reward_that_fails_is_told()
        => Should.Throw<InvalidDataException>(() => RewardScores.Of(new FunctionReward(static _ => throw new FormatException("bad")), [Case("")])).Message.ShouldBe("The reward 'function' failed with FormatException: bad");

    [Theory]
    [InlineData("")]
    [InlineData("sum")]
    [InlineData("length:many")]
    [InlineData("length:-1")]
    [InlineData("overlong:10")]
    [InlineData("regex:")]
    [InlineData("NaN*exact")]
    public void Anything_else_is_no_reward(string description)
        => Should.Throw<ArgumentException>(() => RewardFactory.Parse(description)).Message.ShouldStartWith($"'{description}' is no reward; expected exact, exact:MARKER,");

    private static Completion Case(string text, string? answer = null) => new("12+34=", text, answer, text.Length + 1, true);
}

/// <summary>Cannot be made.</summary>
public sealed class FailingReward : RewardRule
{
    /// <summary>Fails.</summary>
    public FailingReward() => throw new InvalidOperationException("no");

    /// <inheritdoc/>
    public override double Score(Completion completion) => 0;
}
