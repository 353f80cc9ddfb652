using System.Reflection;
using Sinter.Data.Cleaning;
using Sinter.Data.Cleaning.Quality;

namespace Sinter.Data.Tests.Cleaning.Quality;

public sealed class CleaningProfilesTests
{
    private static readonly string[] StepsOfOthers = ["extract", "language", "exactDuplicates"];

    [Fact]
    public void Each_profile_is_found_by_its_name()
    {
        CleaningProfiles.All.Select(profile => profile.Name).ShouldBe(["gopher-datatrove", "gopher-dolma", "c4", "fineweb", "refinedweb", "course"]);
        CleaningProfiles.All.ShouldAllBe(profile => ReferenceEquals(CleaningProfiles.Find(profile.Name), profile));
        Should.Throw<InvalidDataException>(() => CleaningProfiles.Find("FineWeb")).Message.ShouldContain("did you mean 'fineweb'?");
    }

    [Fact]
    public void Their_steps_and_options_exist()
    {
        var steps = typeof(ICleaningStep).Assembly.GetTypes().Where(type => type.GetCustomAttribute<CleaningStepAttribute>() is not null)
            .ToDictionary(type => type.GetCustomAttribute<CleaningStepAttribute>()!.Name, StringComparer.Ordinal);
        foreach (var setting in CleaningProfiles.All.SelectMany(profile => profile.Steps))
        {
            if (!steps.TryGetValue(setting.Step, out var type))
            {
                StepsOfOthers.ShouldContain(setting.Step);
                continue;
            }

            foreach (var option in setting.Options.Keys)
            {
                var property = type.GetProperty(char.ToUpperInvariant(option[0]) + option[1..]);
                property?.GetCustomAttribute<StepOptionAttribute>().ShouldNotBeNull($"{setting.Step}.{option}");
            }
        }
    }

    [Fact]
    public void Every_limit_names_an_option_of_its_step()
    {
        ICleaningStep[] all = [new GopherQualityStep(), new GopherRepetitionStep(), new C4Step(), new FineWebStep(), new RefinedWebLinesStep(), new CourseStep(), new Sinter.Data.Cleaning.Normalisation.BoilerplateStep()];
        foreach (var step in all)
        {
            step.Rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(step.Rules.Count);
            foreach (var option in step.Rules.SelectMany(rule => (string?[])[rule.MinimumOption, rule.MaximumOption]).OfType<string>())
            {
                step.GetType().GetProperty(char.ToUpperInvariant(option[0]) + option[1..]).ShouldNotBeNull(option);
            }
        }
    }
}
