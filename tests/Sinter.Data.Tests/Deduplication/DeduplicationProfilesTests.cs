using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class DeduplicationProfilesTests
{
    [Fact]
    public void Every_profile_can_be_made_and_tells_its_options()
    {
        foreach (var profile in DeduplicationProfiles.All)
        {
            profile.Options.ShouldAllBe(static option => option.Description.Length > 0 && option.Expected.Length > 0);
            if (profile.IsStream)
            {
                profile.CreateStream(new Dictionary<string, string>()).ShouldNotBeNull();
            }
            else
            {
                profile.Create(profile.Defaults).Settings.ShouldBe(profile.Create(new Dictionary<string, string>()).Settings);
            }
        }

        DeduplicationProfiles.Names.Distinct().Count().ShouldBe(DeduplicationProfiles.All.Count);
    }

    [Fact]
    public void Options_are_set_by_name()
    {
        var finder = (LineFinder)DeduplicationProfiles.Find("line").Create(new Dictionary<string, string> { ["minimumWords"] = "7", ["ignoreCase"] = "true" });

        (finder.MinimumWords, finder.IgnoreCase, finder.IgnorePunctuation).ShouldBe((7, true, false));
        finder.Settings["minimumWords"].ShouldBe("7");
    }

    [Theory]
    [InlineData("minimumWord", "3", "did you mean 'minimumWords'?")]
    [InlineData("minimumWords", "0", "expected a whole number from 1 to 1,000,000")]
    [InlineData("ignoreCase", "yes", "expected true or false")]
    public void What_is_wrong_with_an_option_is_told(string name, string value, string sentence) =>
        Should.Throw<ArgumentException>(() => DeduplicationProfiles.Find("paragraph").Create(new Dictionary<string, string> { [name] = value })).Message.ShouldContain(sentence);

    [Fact]
    public void An_unknown_profile_is_told_with_the_nearest() =>
        Should.Throw<ArgumentException>(() => DeduplicationProfiles.Find("paragraf")).Message.ShouldContain("did you mean 'paragraph'?");
}
