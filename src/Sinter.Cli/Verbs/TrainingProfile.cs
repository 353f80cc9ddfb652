using Sinter.Tensors.Profiling;
using Sinter.Training.Runs;

namespace Sinter.Cli.Verbs;

/// <summary>The times of the trainings of one command: a profiler for each, and at the end one trace of all and a table for each.</summary>
internal sealed class TrainingProfile
{
    /// <summary>Steps of each training whose times are taken.</summary>
    public const int Steps = 10;

    private readonly List<(string Stage, Profiler Profiler)> _trainings = [];
    private readonly string? _file;

    /// <summary>Prepares to write to a file; null for that of the run folder.</summary>
    /// <exception cref="UsageException">The file cannot be written, which is better known before the training than after it.</exception>
    public TrainingProfile(string? file)
    {
        if (file is not null && (file.Length == 0 || Directory.Exists(file) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))))
        {
            throw new UsageException($"--profile {file}: expected a file in a folder that exists.");
        }

        _file = file;
    }

    /// <summary>The profiler of a training that begins.</summary>
    public Profiler Begin(string stage)
    {
        var profiler = new Profiler(Steps);
        _trainings.Add((stage, profiler));
        return profiler;
    }

    /// <summary>Writes the trace and prints the tables.</summary>
    /// <param name="run">The run that was profiled.</param>
    /// <param name="threads">Threads that trained; 0 for all cores.</param>
    /// <param name="output">Where the tables go.</param>
    public void Write(RunFolder run, int threads, TextWriter output)
    {
        output.WriteLine();
        var seen = _trainings.Where(static training => training.Profiler.Steps > 0).ToArray();
        if (seen.Length == 0)
        {
            output.WriteLine("There is no profile, as no step was trained; change the recipe, or take another run folder with --out.");
            return;
        }

        var file = _file ?? run.Profile;
        AtomicFile.Write(file, stream => ChromeTrace.Write(stream, seen));
        var limits = ProfileLimits.Measure(threads > 0 ? threads : Environment.ProcessorCount);
        foreach (var (stage, profiler) in seen)
        {
            output.WriteLine($"Profile of {stage}");
            ProfileTable.Write(profiler.Summarize(limits), output);
            output.WriteLine();
        }

        output.WriteLine("Trace       " + file);
    }
}
