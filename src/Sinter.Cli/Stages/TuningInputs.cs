using Sinter.Cli.Recipes;
using Sinter.Data.Inputs;

namespace Sinter.Cli.Stages;

/// <summary>The files of examples that a stage reads, as part of what decides its result: their names and contents.</summary>
internal static class TuningInputs
{
    /// <summary>Adds the files to the settings of a stage; of <c>LABEL=FILE</c> the file counts.</summary>
    /// <exception cref="FileNotFoundException">A name matches nothing.</exception>
    public static Dictionary<string, string> Add(Dictionary<string, string> settings, IEnumerable<string> names, InputHashes inputs)
    {
        foreach (var name in names.Where(static name => name is not CollectSection.Sums))
        {
            var equals = name.IndexOf('=', StringComparison.Ordinal);
            var files = equals > 0 && !name[..equals].AsSpan().ContainsAny('/', '\\', ':') ? name[(equals + 1)..] : name;
            foreach (var file in InputSet.Resolve([files], InputSettings.Default))
            {
                settings[$"examples.{file.Name}"] = inputs.Of(file);
            }
        }

        return settings;
    }
}
