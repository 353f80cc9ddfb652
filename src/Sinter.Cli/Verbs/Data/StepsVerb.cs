using System.CommandLine;
using Sinter.Data.Cleaning;
using Sinter.Data.Cleaning.Quality;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data steps [NAME]</c>: what a cleaning can be made of.</summary>
internal static class StepsVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var name = new Argument<string?>("NAME") { Description = "A step or a profile; all of them without it.", Arity = ArgumentArity.ZeroOrOne };
        var plugins = new Option<string[]>("--plugin") { HelpName = "FILE", Description = "An assembly (.dll) with steps of your own." };
        var verb = new Verb("steps", "Shows the steps that a cleaning can have, with their options, and the profiles made of them.", "sinter data steps", "sinter data steps gopherQuality", "sinter data steps fineweb")
        {
            name, plugins,
        };
        verb.SetAction(parsed =>
        {
            Write(parsed.GetValue(name), CleaningArguments.Catalog(parsed.GetValue(plugins) ?? []), parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Write(string? name, StepCatalog catalog, TextWriter output)
    {
        if (name is null)
        {
            output.WriteLine("Steps");
            foreach (var step in catalog.Steps)
            {
                output.WriteLine($"  {step.Name,-18} {step.Description}");
            }

            output.WriteLine();
            output.WriteLine("Profiles");
            foreach (var profile in CleaningProfiles.All)
            {
                output.WriteLine($"  {profile.Name,-18} {profile.Description}");
            }
        }
        else if (CleaningProfiles.All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.Ordinal)) is { } profile)
        {
            WriteProfile(profile, catalog, output);
        }
        else
        {
            WriteStep(CleaningArguments.Named(() => catalog.Find(name)), new StepSetting(name), output);
        }
    }

    private static void WriteProfile(CleaningProfile profile, StepCatalog catalog, TextWriter output)
    {
        output.WriteLine($"{profile.Name}: {profile.Description}");
        foreach (var setting in profile.Steps)
        {
            output.WriteLine();
            WriteStep(catalog.Find(setting.Step), setting, output);
        }
    }

    private static void WriteStep(StepDescription step, StepSetting setting, TextWriter output)
    {
        output.WriteLine($"{step.Name}: {step.Description}");
        var values = step.Resolve(step.Create(setting));
        foreach (var option in step.Options)
        {
            output.WriteLine($"  {option.Name,-36} {values[option.Name],-10}  {option.Description} {Sentence(option.Expected)}");
        }
    }

    private static string Sentence(string expected) => $"({expected})";
}
