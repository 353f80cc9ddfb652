using Sinter.Data.Cleaning;
using Sinter.Data.Cleaning.Quality;

namespace Sinter.Data.Tests.Cleaning.Chains;

public sealed class CleaningChainTests
{
    [Theory]
    [InlineData("minimumWord", "There is no step 'minimumWord'; did you mean 'minimumWords'?")]
    [InlineData("zzzzzzzzzz", "There is no step 'zzzzzzzzzz'; known are")]
    public void A_step_that_is_not_there_is_told(string name, string message) => Fault(new StepSetting(name)).ShouldStartWith(message);

    [Theory]
    [InlineData("minimumWords", "minimun", "3", "The step 'minimumWords' has no option 'minimun'; did you mean 'minimum'?")]
    [InlineData("minimumWords", "minimum", "many", "'minimumWords.minimum' is 'many', expected a whole number from 0 to 1,000,000.")]
    [InlineData("minimumWords", "minimum", "-1", "'minimumWords.minimum' is '-1', expected a whole number from 0 to 1,000,000.")]
    [InlineData("repetition", "maximumDuplicateParagraphs", "NaN", "'repetition.maximumDuplicateParagraphs' is 'NaN', expected a number from 0 to 1.")]
    [InlineData("normalise", "form", "NFX", "'normalise.form' is 'NFX', expected one of NFC, NFKC, none.")]
    [InlineData("normalise", "mojibake", "yes", "'normalise.mojibake' is 'yes', expected true or false.")]
    public void An_option_that_is_wrong_is_told(string step, string option, string value, string message) =>
        Fault(new StepSetting(step, new Dictionary<string, string> { [option] = value })).ShouldBe(message);

    [Fact]
    public void The_order_is_checked()
    {
        Fault(new StepSetting("minimumWords"), new StepSetting("minimumWords")).ShouldContain("'minimumWords' is there twice");
        Fault(new StepSetting("normalise"), new StepSetting("extract")).ShouldContain("'extract' stands behind 'normalise'; it must come first");
        Fault(new StepSetting("exactDuplicates"), new StepSetting("normalise")).ShouldContain("'normalise' stands behind 'exactDuplicates', which must come last");
        Fault().ShouldContain("without steps does nothing");
        Fault(new StepSetting("gopherQuality", new Dictionary<string, string> { ["minimumWords"] = "10", ["maximumWords"] = "5" })).ShouldContain("nothing lies between them");
    }

    [Fact]
    public void A_step_may_be_there_twice_under_two_names()
    {
        var chain = CleaningChain.Create(StepCatalog.BuiltIn, [new("minimumWords"), new("minimumWords", new Dictionary<string, string> { ["as"] = "again", ["minimum"] = "9" })]);

        chain.Rules.Select(static rule => rule.Name).ShouldBe(["minimumWords.words", "again.words"]);
        CleaningChain.Create(StepCatalog.BuiltIn, chain.ToSettings()).Rules.Select(static rule => rule.Rule.Minimum).ShouldBe([3, 9]);
    }

    [Fact]
    public void Every_profile_can_be_made_and_made_again_of_its_settings()
    {
        foreach (var profile in CleaningProfiles.All)
        {
            var chain = CleaningChain.Create(StepCatalog.BuiltIn, profile.Steps);

            chain.Steps.Select(static step => step.Description.Name).ShouldBe(profile.Steps.Select(static step => step.Step));
            CleaningChain.Create(StepCatalog.BuiltIn, chain.ToSettings()).Rules.Select(static rule => rule.Rule).ShouldBe(chain.Rules.Select(static rule => rule.Rule));
        }

        Should.Throw<InvalidDataException>(() => CleaningProfiles.Find("finweb")).Message.ShouldContain("did you mean 'fineweb'?");
    }

    [Fact]
    public void Every_step_and_option_is_described()
    {
        foreach (var step in StepCatalog.BuiltIn.Steps)
        {
            step.Description.ShouldEndWith(".");
            step.Options.ShouldAllBe(static option => option.Description.EndsWith('.') && option.Expected.Length > 0);
            step.Options.Select(static option => option.Name).ShouldBeUnique();
        }
    }

    [Fact]
    public void The_options_that_rules_name_are_options_of_their_step()
    {
        // A document that has lost all its lines is none, whatever the user wants.
        string[] fixedLimits = ["refinedWebLines.linesKept"];
        foreach (var step in CleaningProfiles.All.SelectMany(static profile => CleaningChain.Create(StepCatalog.BuiltIn, profile.Steps).Steps))
        {
            foreach (var rule in step.Rules)
            {
                (rule.Rule.MinimumOption ?? rule.Rule.MaximumOption ?? step.Options.Keys.FirstOrDefault() ?? "").ShouldSatisfyAllConditions(
                    () => (rule.Rule.MinimumOption is null || step.Options.ContainsKey(rule.Rule.MinimumOption)).ShouldBeTrue($"{rule.Name}: {rule.Rule.MinimumOption}"),
                    () => (rule.Rule.MaximumOption is null || step.Options.ContainsKey(rule.Rule.MaximumOption)).ShouldBeTrue($"{rule.Name}: {rule.Rule.MaximumOption}"),
                    () => (double.IsFinite(rule.Rule.Minimum) && rule.Rule.MinimumOption is null && step.Options.Count > 0 && rule.Rule.Minimum != 0 && !fixedLimits.Contains(rule.Name)).ShouldBeFalse(rule.Name));
            }
        }
    }

    [Fact]
    public void An_assembly_without_steps_is_refused()
    {
        Should.Throw<InvalidDataException>(() => StepCatalog.BuiltIn.With(typeof(object).Assembly)).Message.ShouldContain("holds no step");
        Should.Throw<InvalidDataException>(() => StepCatalog.BuiltIn.With(typeof(StepCatalog).Assembly)).Message.ShouldContain("has the name of a step that is there already");
        Should.Throw<FileNotFoundException>(() => StepCatalog.BuiltIn.WithPlugin("nowhere.dll"));
    }

    private static string Fault(params StepSetting[] steps) => Should.Throw<InvalidDataException>(() => CleaningChain.Create(StepCatalog.BuiltIn, steps)).Message;
}
