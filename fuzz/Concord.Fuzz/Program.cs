return await Concord.Fuzz.FuzzCommand.Run(args, Console.Out);
