using System.Globalization;
using System.Text;

namespace Sinter.Cli;

/// <summary>The one place that turns an exception into a sentence and an exit code.</summary>
internal static class Failure
{
    /// <summary>Says on <paramref name="error"/> what went wrong and returns the exit code.</summary>
    public static int Explain(Exception fault, TextWriter error)
    {
        while (Wrapped(fault) is { } inner)
        {
            fault = inner;
        }

        var (code, sentence) = fault switch
        {
            OperationCanceledException => (ExitCode.Interrupted, "Interrupted; the same command goes on from here."),
            UsageException => (ExitCode.WrongUse, fault.Message),
            IOException when IsDiskFull(fault) => (ExitCode.Failed, $"The disk is full ({fault.Message.TrimEnd('.')}); free some space and run the same command again, it goes on from the last finished stage or checkpoint."),
            IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or TimeoutException => (ExitCode.Failed, fault.Message),
            NotFiniteNumberException => (ExitCode.Failed, fault.Message),
            ArgumentException and not ArgumentNullException => (ExitCode.WrongUse, WithoutParameter((ArgumentException)fault)),
            OutOfMemoryException => (ExitCode.Failed, "There is not enough memory; lower pretrain.batchSize, model.hiddenSize or model.layers in the recipe, or close other programs."),
            _ => (ExitCode.Failed, Unexpected(fault)),
        };
        error.WriteLine(sentence.ReplaceLineEndings(" "));
        return code;
    }

    /// <summary>What happened in a task, or in the making of something static such as the kernels that an environment variable chooses.</summary>
    private static Exception? Wrapped(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: [var only] } => only,
        TypeInitializationException { InnerException: { } inner } => inner,
        _ => null,
    };

    /// <summary>Whether the system said that nothing more fits (or that this user may store no more).</summary>
    internal static bool IsDiskFull(Exception fault)
    {
        const int diskFull = unchecked((int)0x80070070);
        const int handleDiskFull = unchecked((int)0x80070027);
        const int noSpaceUnix = 28;
        const int quotaLinux = 122;
        const int quotaMac = 69;
        return OperatingSystem.IsWindows() ? fault.HResult is diskFull or handleDiskFull
            : OperatingSystem.IsMacOS() ? fault.HResult is noSpaceUnix or quotaMac
            : fault.HResult is noSpaceUnix or quotaLinux;
    }

    /// <summary>.NET adds the name of a parameter, which says nothing to a user.</summary>
    private static string WithoutParameter(ArgumentException fault)
    {
        var addition = $" (Parameter '{fault.ParamName}')";
        return fault.Message.Replace(addition, "", StringComparison.Ordinal);
    }

    /// <summary>What nobody foresaw is a fault of ours: the details go to a file that the user can send.</summary>
    private static string Unexpected(Exception fault)
    {
        var what = $"Sinter failed in a way that it should not ({fault.GetType().Name}: {fault.Message.TrimEnd('.')})";
        var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"sinter-crash-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt"));
        try
        {
            var runtime = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription;
            var system = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
            File.WriteAllText(path, $"{Environment.CommandLine}\n{runtime} {system}\n\n{fault}\n", new UTF8Encoding(false));
            return $"{what}; the details are in '{path}', please report them.";
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return $"{what}, at {fault.TargetSite?.DeclaringType?.Name}.{fault.TargetSite?.Name}; please report it.";
        }
    }
}
