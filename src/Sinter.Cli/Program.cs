return Sinter.Cli.Tool.Run(args, Console.Out, Console.Error);
