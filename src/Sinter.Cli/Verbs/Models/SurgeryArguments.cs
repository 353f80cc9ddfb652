using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Data;

namespace Sinter.Cli.Verbs.Models;

/// <summary>What all verbs that make one model of others have in common: where it is written, and what before and after are measured on.</summary>
internal sealed class SurgeryArguments
{
    private readonly Option<string> _out = new("--out") { HelpName = "DIR", Description = "The model folder to write; new or empty.", Required = true };
    private readonly Option<string?> _sample = new("--sample") { HelpName = "FILE", Description = "The text that models are measured on, as UTF-8; a built-in paragraph without it." };
    private readonly Option<int?> _threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that compute; 0 for one a core. The model is the same bytes at any number.");

    /// <summary>A model folder, as an argument.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = "A model folder, or a run folder, whose final model is taken." };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Verb verb)
    {
        verb.Add(_out);
        verb.Add(_sample);
        verb.Add(_threads);
    }

    /// <summary>The text that models are measured on.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public ModelSample Sample(ParseResult parsed) => ModelSample.Of(parsed.GetValue(_sample));

    /// <summary>Threads that compute; 0 for one a core.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) ?? 0;

    /// <summary>Refuses a folder that holds something already.</summary>
    /// <exception cref="IOException">It does.</exception>
    public void RequireNew(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(_out);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"'{folder}' is there already and not an empty folder; give --out a new one.");
        }
    }

    /// <summary>Writes the new model, with the files beside it, and shows it beside those that it was made of.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sources">The models that it is made of, and what their columns are called; the files beside the first are taken along.</param>
    /// <param name="write">Writes the model into the folder that it is given.</param>
    /// <param name="finish">Writes what lies beside it, where that is not what the first source has.</param>
    public int Run(ParseResult parsed, IReadOnlyList<(string Name, string Folder)> sources, Action<string> write, Action<string>? finish = null)
    {
        RequireNew(parsed);
        var sample = Sample(parsed);
        var (folder, output) = (parsed.GetRequiredValue(_out), parsed.InvocationConfiguration.Output);
        using (var target = AtomicFolder.Create(folder))
        {
            write(target.WorkPath);
            if (finish is null)
            {
                CarriedFiles.Copy(sources[0].Folder, target.WorkPath);
            }
            else
            {
                finish(target.WorkPath);
            }

            target.Complete();
        }

        var models = new List<(string Name, ModelFigures Figures)>();
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("measure");
            models.AddRange(sources.Select(source => (source.Name, ModelFigures.Of(source.Folder, sample, Threads(parsed)))));
            models.Add(("after", ModelFigures.Of(folder, sample, Threads(parsed))));
            progress.End($"{models.Count} models");
        }

        FigureTable.Write(models, sample, output);
        output.WriteLine($"Wrote  {folder}");
        return ExitCode.Done;
    }

    /// <inheritdoc cref="Run(ParseResult, IReadOnlyList{ValueTuple{string, string}}, Action{string}, Action{string}?)"/>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The model that it is made of.</param>
    /// <param name="write">Writes the model into the folder that it is given.</param>
    /// <param name="finish">Writes what lies beside it, where that is not what the source has.</param>
    public int Run(ParseResult parsed, string source, Action<string> write, Action<string>? finish = null) => Run(parsed, [("before", source)], write, finish);
}
